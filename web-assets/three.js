// What the moving figure needs of three.js; everything else is left out when tools/build_assets.py bundles this.
export {
  BoxGeometry, BufferAttribute, BufferGeometry, CapsuleGeometry, CatmullRomCurve3, CircleGeometry, Color, ConeGeometry,
  CylinderGeometry, DirectionalLight, FrontSide, Group, HemisphereLight, Mesh, MeshBasicMaterial, MeshDepthMaterial,
  MeshLambertMaterial, PCFShadowMap, PerspectiveCamera, PlaneGeometry, Quaternion, Scene, ShadowMaterial, SphereGeometry,
  TubeGeometry, Vector3, WebGLRenderer,
} from "three";
