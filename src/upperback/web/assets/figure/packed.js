// The two files of numbers: the figure itself, and one demonstration. docs/viewer.md has their layouts.

const TYPES = { i1: Int8Array, u1: Uint8Array, i2: Int16Array };
const FIGURE = "UBFIG1";
const DEMONSTRATION = "UBDEMO1";

function opened(buffer, magic) {
  const said = new TextDecoder().decode(new Uint8Array(buffer, 0, 8)).replace(/\0+$/, "");
  if (said !== magic) throw new Error(`not ${magic}: ${said}`);
  const length = new DataView(buffer).getUint32(8, true);
  return { header: JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 12, length))), at: 12 + length };
}

// The half of the figure that is kept: {header, position, normal, layer, bone, weight, triangle}, each row after row.
export function readFigure(buffer) {
  const { header, at } = opened(buffer, FIGURE);
  const half = { header };
  for (const [name, { at: offset, type, rows, columns }] of Object.entries(header.streams)) {
    const raw = new TYPES[type](buffer, at + offset, rows * columns);
    const row = new Float32Array(rows * columns);
    for (let c = 0; c < columns; c++) for (let r = 0; r < rows; r++) row[r * columns + c] = raw[c * rows + r];
    half[name] = row;
  }
  for (const name of ["position", "triangle"]) summed(half[name], 3);
  for (let i = 0; i < half.position.length; i++) half.position[i] *= header.step_m;
  half.normal = unfolded(half.normal);
  return half;
}

// Each row was kept as its difference from the one before.
function summed(values, columns) {
  for (let i = columns; i < values.length; i++) values[i] += values[i - columns];
}

// Directions from two numbers each (Meyer et al. 2010).
function unfolded(flat) {
  const n = new Float32Array((flat.length / 2) * 3);
  for (let i = 0; i < flat.length / 2; i++) {
    let x = flat[2 * i] / 127, y = flat[2 * i + 1] / 127;
    const z = 1 - Math.abs(x) - Math.abs(y);
    if (z < 0) {
      const folded = (1 - Math.abs(y)) * (x >= 0 ? 1 : -1);
      y = (1 - Math.abs(x)) * (y >= 0 ? 1 : -1);
      x = folded;
    }
    const length = Math.sqrt(x * x + y * y + z * z) || 1;
    n[3 * i] = x / length;
    n[3 * i + 1] = y / length;
    n[3 * i + 2] = z / length;
  }
  return n;
}

export function readDemonstration(buffer) {
  const { header, at } = opened(buffer, DEMONSTRATION);
  return { ...header, rows: new Int16Array(buffer, at) };
}
