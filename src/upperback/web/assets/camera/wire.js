// Landmarks to the server, answers back. One binary message a frame, little endian:
//   "UBF1", sequence uint32, t_s float64, width_px uint16, height_px uint16, people uint32,
//   and with people >= 1 float32[33 * 8]: px, py, world x, y, z in metres, visibility, presence, 0.

const LANDMARKS = 33;
const HEADER = 24;
const FIRST_WAIT_MS = 500;
const LAST_WAIT_MS = 4000;
const SILENT_MS = 3000; // readings come 15 times a second

export function pack(sequence, { t_s, width, height, people, image, world }) {
  const full = people > 0 && image !== null;
  const buffer = new ArrayBuffer(HEADER + (full ? LANDMARKS * 8 * 4 : 0));
  const view = new DataView(buffer);
  new Uint8Array(buffer).set([0x55, 0x42, 0x46, 0x31]);
  view.setUint32(4, sequence, true);
  view.setFloat64(8, t_s, true);
  view.setUint16(16, width, true);
  view.setUint16(18, height, true);
  view.setUint32(20, full ? people : 0, true);
  for (let i = 0; full && i < LANDMARKS; i++) {
    const [x, y, , visibility, presence] = image.subarray(i * 5, i * 5 + 5);
    const row = [x * width, y * height, ...world.subarray(i * 5, i * 5 + 3), visibility, presence, 0];
    row.forEach((value, k) => view.setFloat32(HEADER + (i * 8 + k) * 4, value, true));
  }
  return buffer;
}

export class Wire {
  // onAnswer(message): the server's JSON. onGone(why): "moved" when another window took over, "lost" when the line is down
  // (it is dialled again), "refused" when the server won't have it. onBack(): the line that was down is up.
  constructor(path, { onAnswer, onGone, onBack }) {
    this.path = path;
    this.onAnswer = onAnswer;
    this.onGone = onGone;
    this.onBack = onBack;
    this.down = false;
    this.sequence = 0;
    this.wait_ms = FIRST_WAIT_MS;
    this.closed = false;
    this.dial();
  }

  dial() {
    const url = new URL(this.path, location.href);
    url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = (this.socket = new WebSocket(url));
    this.unanswered_ms = null;
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => this.heard(socket, JSON.parse(data));
    socket.onclose = ({ code }) => this.ended(socket, code);
  }

  heard(socket, message) {
    if (this.closed || socket !== this.socket) return;
    this.wait_ms = FIRST_WAIT_MS;
    this.unanswered_ms = null;
    if (this.down) {
      this.down = false;
      this.onBack();
    }
    this.onAnswer(message);
  }

  ended(socket, code) {
    if (this.closed || socket !== this.socket) return;
    if (code >= 4000) {
      this.closed = true;
      this.onGone(code === 4001 ? "moved" : "refused");
      return;
    }
    if (!this.down) {
      this.down = true;
      this.onGone("lost");
    }
    setTimeout(() => this.closed || this.dial(), this.wait_ms);
    this.wait_ms = Math.min(LAST_WAIT_MS, this.wait_ms * 2);
  }

  // A frame that would wait behind another is dropped: the next one is newer. A server that says nothing for long is gone.
  send(seen) {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    const now_ms = performance.now();
    this.unanswered_ms ??= now_ms;
    if (now_ms - this.unanswered_ms > SILENT_MS) {
      const silent = this.socket;
      this.ended(silent, 0);
      this.socket = null;
      silent.close();
      return false;
    }
    if (this.socket.bufferedAmount > 0) return false;
    this.socket.send(pack(this.sequence++, seen));
    return true;
  }

  close() {
    this.closed = true;
    this.socket?.close();
  }
}
