"""Films made on the spot: a grey square that moves, in any container, with any time stamps."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.stream import VideoStream

MakeFilm = Callable[..., Path]


@pytest.fixture
def make_film(tmp_path: Path) -> MakeFilm:
    def make(
        name: str, *, codec: str = "mpeg4", times_ms: Sequence[int] = range(0, 1000, 40), width: int = 96, height: int = 64
    ) -> Path:
        path = tmp_path / name
        with av.open(str(path), "w") as container:
            stream = container.add_stream(codec, rate=1000)
            assert isinstance(stream, VideoStream)
            stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
            stream.time_base = stream.codec_context.time_base = Fraction(1, 1000)
            for t_ms in times_ms:
                picture = np.full((height, width, 3), 40, np.uint8)
                picture[: height // 4, : width // 4] = 220  # the bright corner is at the top left
                frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
                frame.pts, frame.time_base = t_ms, Fraction(1, 1000)
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
        return path

    return make
