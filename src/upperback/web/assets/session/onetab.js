// One tab plays. Another one of the same session says so, and takes over when it is asked to.

export class OneTab {
  // onLost(): another tab has taken over.
  constructor(name, onLost) {
    Object.assign(this, { name, onLost });
  }

  // Resolves to whether this tab plays now. `steal` takes it from whoever does.
  take(steal = false) {
    if (!navigator.locks) return Promise.resolve(true);
    return new Promise((told) => {
      const options = steal ? { steal: true } : { ifAvailable: true };
      navigator.locks
        .request(this.name, options, (lock) => {
          told(Boolean(lock));
          return lock ? new Promise(() => {}) : undefined; // held until the tab is closed
        })
        .catch(() => this.onLost());
    });
  }
}
