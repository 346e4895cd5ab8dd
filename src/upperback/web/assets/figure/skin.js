// How the body is drawn: bent by dual quaternions, so that no joint collapses (Kavan et al. 2008, doi:10.1145/1409625.1409627),
// and painted by layer, with sharp borders wherever they run between the points.

import { Color, MeshDepthMaterial, MeshLambertMaterial } from "../vendor/three/three.js";

const LAYERS = ["skin", "top", "leg", "hair"]; // the order of the figure's file

const bent = (bones) => `
  attribute vec4 bone;
  attribute vec4 share;
  uniform vec4 boneTurn[${bones}];
  uniform vec4 boneMove[${bones}];
  void bend(out vec4 q, out vec4 m) {
    vec4 first = boneTurn[int(bone.x)];
    q = first * share.x;
    m = boneMove[int(bone.x)] * share.x;
    for (int i = 1; i < 4; i++) {
      int b = int(bone[i]);
      float s = dot(first, boneTurn[b]) < 0.0 ? -share[i] : share[i];
      q += boneTurn[b] * s;
      m += boneMove[b] * s;
    }
    float l = length(q);
    q /= l;
    m /= l;
  }
  vec3 turnBy(vec4 q, vec3 v) { return v + 2.0 * cross(q.xyz, cross(q.xyz, v) + q.w * v); }
`;
const MOVED = "transformed = turnBy(q, transformed) + 2.0 * (q.w * m.xyz - m.w * q.xyz + cross(q.xyz, m.xyz));";

export function bodyMaterial(bones, uniforms, colours) {
  const material = new MeshLambertMaterial();
  const paints = Object.fromEntries([...LAYERS, "work"].map((name) => [`paint_${name}`, { value: new Color(colours[name]) }]));
  material.userData.colours = paints;
  material.onBeforeCompile = (shader) => {
    Object.assign(shader.uniforms, uniforms, paints);
    shader.vertexShader = shader.vertexShader
      .replace("#include <common>", `#include <common>\n${bent(bones)}\nattribute vec4 layer; attribute vec2 warm; varying vec4 vLayer; varying vec2 vWarm;`)
      .replace("#include <beginnormal_vertex>", "vec4 q, m; bend(q, m); vec3 objectNormal = turnBy(q, normal); vLayer = layer; vWarm = warm;")
      .replace("#include <begin_vertex>", `vec3 transformed = position; ${MOVED}`);
    shader.fragmentShader = shader.fragmentShader
      .replace("#include <common>", `#include <common>
        varying vec4 vLayer; varying vec2 vWarm; uniform float shift;
        ${Object.keys(paints).map((name) => `uniform vec3 ${name};`).join(" ")}
        float above(float own, float other) { return clamp(0.5 + (other - own) / max(fwidth(other - own), 1e-4), 0.0, 1.0); }
        float inside(float d) { return smoothstep(0.004, -0.004, d); }`)
      .replace("#include <color_fragment>", `
        vec3 paint = paint_skin;
        paint = mix(paint, paint_leg, above(vLayer.z, vLayer.x));
        paint = mix(paint, paint_top, above(vLayer.y, min(vLayer.x, vLayer.z)));
        paint = mix(paint, paint_hair, above(vLayer.w, min(vLayer.x, vLayer.y)));
        diffuseColor.rgb = mix(paint, paint_work, mix(inside(vWarm.x), inside(vWarm.y), shift));`);
  };
  return material;
}

// The body as it casts its shadow.
export function depthMaterial(bones, uniforms) {
  const material = new MeshDepthMaterial();
  material.onBeforeCompile = (shader) => {
    Object.assign(shader.uniforms, uniforms);
    shader.vertexShader = shader.vertexShader
      .replace("#include <common>", `#include <common>\n${bent(bones)}`)
      .replace("#include <begin_vertex>", `vec4 q, m; bend(q, m); vec3 transformed = position; ${MOVED}`);
  };
  return material;
}
