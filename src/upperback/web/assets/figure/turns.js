// Quaternions as [x, y, z, w] and vectors as [x, y, z], in plain arrays.

export function times([ax, ay, az, aw], [bx, by, bz, bw]) {
  return [
    aw * bx + ax * bw + ay * bz - az * by,
    aw * by - ax * bz + ay * bw + az * bx,
    aw * bz + ax * by - ay * bx + az * bw,
    aw * bw - ax * bx - ay * by - az * bz,
  ];
}

export const undo = ([x, y, z, w]) => [-x, -y, -z, w];

export function unit(q) {
  const length = Math.hypot(...q) || 1;
  return q.map((v) => v / length);
}

export function turned([x, y, z, w], [vx, vy, vz]) {
  const tx = 2 * (y * vz - z * vy), ty = 2 * (z * vx - x * vz), tz = 2 * (x * vy - y * vx);
  return [vx + w * tx + y * tz - z * ty, vy + w * ty + z * tx - x * tz, vz + w * tz + x * ty - y * tx];
}

export const plus = ([a, b, c], [d, e, f]) => [a + d, b + e, c + f];
export const minus = ([a, b, c], [d, e, f]) => [a - d, b - e, c - f];
export const scaled = ([a, b, c], k) => [a * k, b * k, c * k];
export const far = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
export const mixed = (a, b, share) => a.map((v, i) => v + (b[i] - v) * share);

// The part of a turn that is not about its own y: how the bone points, without its twist.
export function swing([x, y, z, w]) {
  const length = Math.hypot(y, w);
  return length < 1e-6 ? [x, y, z, w] : times([x, y, z, w], [0, -y / length, 0, w / length]);
}

// Seen in the mirror, x turned round.
export const mirroredTurn = ([x, y, z, w]) => [x, -y, -z, w];
export const mirroredPlace = ([x, y, z]) => [-x, y, z];
export const otherSide = (name) => name.replace(/_([lr])$/, (_, side) => (side === "l" ? "_r" : "_l"));
