// Sends what happened and gives back what the server has kept. A count carries a name of its own, so sending it again when
// the line was down can't count it twice.

const RETRY_MS = [300, 800, 2000, 4000, 8000];

export class Keeper {
  // onTrouble(true | false): the line is down, or up again.
  constructor(base, csrf, onTrouble) {
    this.base = base;
    this.csrf = csrf;
    this.onTrouble = onTrouble;
    this.line = Promise.resolve();
  }

  newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(8));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  // One after the other, in the order they were asked for. Resolves to the answer, or null when the server refused it.
  post(action, fields) {
    const answer = this.line.then(() => this.send(action, fields));
    this.line = answer.catch(() => {});
    return answer;
  }

  async send(action, fields) {
    const body = new URLSearchParams({ csrf: this.csrf, ...fields });
    for (let n = 0; ; n++) {
      try {
        const response = await fetch(`${this.base}/${action}`, { method: "POST", body, headers: { accept: "application/json" } });
        if (response.status < 500) {
          this.onTrouble(false);
          return response.ok ? await response.json() : null;
        }
      } catch {
        // no line; the same is sent again
      }
      this.onTrouble(true);
      await new Promise((go) => setTimeout(go, RETRY_MS[Math.min(n, RETRY_MS.length - 1)]));
    }
  }
}
