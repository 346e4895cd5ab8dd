// Keeps the screen from going dark while a session runs. The browser lets go whenever the tab is hidden; it is asked again then.

export class Awake {
  constructor() {
    this.wanted = false;
    document.addEventListener("visibilitychange", () => this.ask());
  }

  keep(wanted) {
    this.wanted = wanted;
    if (wanted) this.ask();
    else {
      this.lock?.release().catch(() => {});
      this.lock = null;
    }
  }

  async ask() {
    if (!this.wanted || document.hidden || (this.lock && !this.lock.released)) return;
    try {
      this.lock = await navigator.wakeLock?.request("screen");
    } catch {
      this.lock = null; // low battery, or not allowed: the session goes on
    }
  }
}
