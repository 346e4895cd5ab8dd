// Which camera, and mirror or not: kept by this browser for this page, and nowhere else.

const CAMERA = "upperback-camera";
const MIRROR = "upperback-mirror";

function kept(name) {
  try {
    return localStorage.getItem(name) ?? "";
  } catch {
    return ""; // a browser that keeps nothing
  }
}

function keep(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // then it holds for this page alone
  }
}

export const chosen = () => kept(CAMERA);
export const choose = (id) => keep(CAMERA, id);
export const mirrored = () => kept(MIRROR) !== "off";
export const mirror = (on) => keep(MIRROR, on ? "on" : "off");

// The cameras, each { id, label }; before the permission a browser tells neither.
export async function cameras() {
  const all = (await navigator.mediaDevices?.enumerateDevices?.()) ?? [];
  return all.filter((one) => one.kind === "videoinput" && one.deviceId).map((one) => ({ id: one.deviceId, label: one.label }));
}

// A camera was plugged in or out.
export function onPlugged(changed) {
  navigator.mediaDevices?.addEventListener?.("devicechange", changed);
}
