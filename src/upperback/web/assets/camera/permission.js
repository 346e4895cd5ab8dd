// Asking for the camera, and what a no means.

// `device`: the id of the camera wanted, "" for whichever the browser takes.
export async function asked(device) {
  if (!navigator.mediaDevices?.getUserMedia) throw new DOMException("no camera", "SecurityError");
  const video = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 } };
  const wanted = device ? { deviceId: { exact: device } } : { facingMode: "user" };
  return navigator.mediaDevices.getUserMedia({ audio: false, video: { ...video, ...wanted } });
}

// The browser's error as one of the states the page has words for.
export async function settle(error) {
  switch (error?.name) {
    case "NotAllowedError":
      return refusal(error);
    case "SecurityError":
      return "blocked";
    case "NotReadableError":
    case "AbortError":
      return "busy";
    case "NotFoundError":
    case "OverconstrainedError":
      return "missing";
    default:
      return "broken";
  }
}

// One name for four things: the system said no, the page may not ask, the question was closed, the person said no.
async function refusal({ message }) {
  if (/system/i.test(message)) return "system";
  if (document.featurePolicy && !document.featurePolicy.allowsFeature("camera")) return "blocked";
  const permission = await navigator.permissions?.query({ name: "camera" }).catch(() => null);
  return permission?.state === "prompt" ? "dismissed" : "refused";
}
