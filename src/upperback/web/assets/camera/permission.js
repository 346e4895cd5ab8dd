// Asking for the camera, and what a no means.

export function asked() {
  if (!navigator.mediaDevices?.getUserMedia) return Promise.reject(new DOMException("no camera", "NotFoundError"));
  return navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 }, facingMode: "user" },
  });
}

// The browser's error as one of the states the page has words for.
export function settle(error) {
  switch (error?.name) {
    case "NotAllowedError":
    case "SecurityError":
      return "refused";
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
