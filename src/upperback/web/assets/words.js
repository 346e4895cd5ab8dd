// The page's sentences, in its language, handed over as data: no script holds one of its own.

// A function from a key and values to the sentence; {name} is a value's place.
export function wordsOf(place) {
  const written = JSON.parse(place.dataset.words);
  return (key, values = {}) => written[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
