"""The session: its pages and, later in this file's siblings, the live socket."""

from fastapi import APIRouter

router = APIRouter()
