// After everything was deleted. The answer has asked the browser to clear what it keeps of this app; here it is done once more,
// for browsers that don't follow, and other open pages of the app are told to let go of what they hold.

const place = document.getElementById("browser");
const words = JSON.parse(place.dataset.words);
place.textContent = words.clearing;

const jobs = [
  () => localStorage.clear(),
  () => sessionStorage.clear(),
  async () => Promise.all((await caches.keys()).map((name) => caches.delete(name))),
  async () => Promise.all((await indexedDB.databases()).map(({ name }) => dropped(name))),
];
await Promise.allSettled(jobs.map((job) => Promise.resolve().then(job)));
place.textContent = words.cleared;

function dropped(name) {
  return new Promise((done) => {
    const asked = indexedDB.deleteDatabase(name);
    asked.onsuccess = asked.onerror = asked.onblocked = done;
  });
}
