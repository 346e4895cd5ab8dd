"""Builds the pose model bundles (`.task`) that browser and video share, from the tflite files of npm's @mediapipe/pose.

A `.task` is a stored zip of a detector and a landmark model, each with metadata saying how a picture is normalised:
(value - mean) / std. The tflite files come without it, and the landmarker refuses them ("requires specifying
NormalizationOptions"), so it is packed in here. The same input gives the same bytes; both are pinned by SHA-256.
"""

import hashlib
import sys
import zipfile
from pathlib import Path

import flatbuffers
from mediapipe.tasks.metadata import metadata_schema_py_generated as metadata_schema
from mediapipe.tasks.metadata import schema_py_generated as tflite_schema

DETECTOR = ("pose_solution_packed_assets.data", "a63c614bef30d35947f13be361820b1e4e3bec9cfeebf4d11216a18373108e85")
LANDMARKS = {
    "full": ("pose_landmark_full.tflite", "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f"),
    "lite": ("pose_landmark_lite.tflite", "f17bfbecadb61c3be1baa8b8d851cc6619c870a87167b32848ad20db306b9d61"),
}
BUNDLES = {
    "full": "608af6d688106518a0663162e660bf2de893d10487ce920d1620fd388b0c1387",
    "lite": "1835014b3124e1615cf843753271d679efcf8045a25e24c569d4068a595ef80c",
}


def main(npm_folder: Path, into: Path) -> None:
    into.mkdir(parents=True, exist_ok=True)
    detector = with_normalisation(pinned(npm_folder, *DETECTOR), mean=127.5, std=127.5)
    for size, (name, sha256) in LANDMARKS.items():
        landmarks = with_normalisation(pinned(npm_folder, name, sha256), mean=0.0, std=255.0)
        path = into / f"pose_landmarker_{size}.task"
        write_bundle(path, {"pose_detector.tflite": detector, "pose_landmarks_detector.tflite": landmarks})
        check(path, path.read_bytes(), BUNDLES[size])


def pinned(folder: Path, name: str, sha256: str) -> bytes:
    path = folder / name
    data = path.read_bytes()
    check(path, data, sha256)
    return data


def check(path: Path, data: bytes, sha256: str) -> None:
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        sys.exit(f"{path.name}: expected SHA-256 {sha256}, found {found}: not the pinned file")


def with_normalisation(model: bytes, *, mean: float, std: float) -> bytes:
    """The model with `TFLITE_METADATA` in it: one input image, normalised by (value - mean) / std."""
    tree = tflite_schema.ModelT.InitFromObj(tflite_schema.Model.GetRootAsModel(model, 0))
    outputs = len(tree.subgraphs[0].outputs)
    buffer = tflite_schema.BufferT()
    buffer.data = list(normalisation_metadata(mean, std, outputs))
    tree.buffers.append(buffer)
    entry = tflite_schema.MetadataT()
    entry.name = "TFLITE_METADATA"
    entry.buffer = len(tree.buffers) - 1
    tree.metadata = [*(tree.metadata or []), entry]
    builder = flatbuffers.Builder(len(model) + 4096)
    builder.Finish(tree.Pack(builder), file_identifier=b"TFL3")
    return bytes(builder.Output())


def normalisation_metadata(mean: float, std: float, outputs: int) -> bytes:
    options = metadata_schema.NormalizationOptionsT()
    options.mean, options.std = [mean], [std]
    unit = metadata_schema.ProcessUnitT()
    unit.optionsType = metadata_schema.ProcessUnitOptions.NormalizationOptions
    unit.options = options
    properties = metadata_schema.ImagePropertiesT()
    properties.colorSpace = metadata_schema.ColorSpaceType.RGB
    content = metadata_schema.ContentT()
    content.contentPropertiesType = metadata_schema.ContentProperties.ImageProperties
    content.contentProperties = properties
    picture = metadata_schema.TensorMetadataT()
    picture.name, picture.content, picture.processUnits = "image", content, [unit]
    graph = metadata_schema.SubGraphMetadataT()
    graph.inputTensorMetadata = [picture]
    graph.outputTensorMetadata = [metadata_schema.TensorMetadataT() for _ in range(outputs)]
    model = metadata_schema.ModelMetadataT()
    model.subgraphMetadata = [graph]
    builder = flatbuffers.Builder(1024)
    builder.Finish(model.Pack(builder), file_identifier=b"M001")
    return bytes(builder.Output())


def write_bundle(path: Path, members: dict[str, bytes]) -> None:
    """Stored, not compressed: the runtime maps the members in place. A fixed date keeps the bytes the same."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as bundle:
        for name, data in members.items():
            bundle.writestr(zipfile.ZipInfo(name, date_time=(2020, 1, 1, 0, 0, 0)), data)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
