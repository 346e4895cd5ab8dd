"""A session, movement by movement: what is shown as counted is in the database before, none twice."""

from upperback.model.body import Side
from upperback.services.views import Counted, SessionKind, SessionView, Stopped, StopReason, Symptom


class Sessions:
    def start(self, kind: SessionKind, pain_before: float | None = None) -> str:
        """Begin a session and return its id. One left open today by the same kind goes on (same id); others are closed.
        Raises NotAllowedError while a screen is due (`Screening.need`) or the screen does not allow exercise."""
        raise NotImplementedError

    def session(self, session_id: str) -> SessionView:
        """The session as it stands. Raises BadInputError when there is none of this id."""
        raise NotImplementedError

    def open_session(self) -> SessionView | None:
        """The session of today that is open or locked, if any."""
        raise NotImplementedError

    def add_rep(
        self, session_id: str, item: int, key: str, *, side: Side = Side.BOTH, peak: float | None = None, by: str = "camera"
    ) -> Counted:
        """Keep one counted movement. `key` is the page's own name for it: said twice (a reload, a second tab, a resend) it
        counts once. `by`: camera, tap or timer. Raises BadInputError for a session that is locked or closed."""
        raise NotImplementedError

    def add_hold(
        self,
        session_id: str,
        item: int,
        key: str,
        held_s: float,
        *,
        side: Side = Side.BOTH,
        mean: float | None = None,
        by: str = "camera",
    ) -> Counted:
        """Keep one hold of `held_s` seconds; it counts as one repetition of the dose. `key` as in `add_rep`."""
        raise NotImplementedError

    def take_back(self, session_id: str, item: int) -> Counted:
        """Take back the last counted movement of the set under way (a miscount)."""
        raise NotImplementedError

    def finish_set(self, session_id: str, item: int, set_no: int, reps: int | None = None) -> SessionView:
        """End set `set_no`. `reps`: the person's own word where nothing was counted; None keeps what was counted, or the
        whole dose where nothing was. Said twice it ends once; the last set ends the item."""
        raise NotImplementedError

    def skip_item(self, session_id: str, item: int) -> SessionView:
        raise NotImplementedError

    def swap_item(self, session_id: str, item: int, other: str) -> SessionView:
        """Do `other` instead, one of the item's `instead`, at the level last done (else 1). What was done stays kept."""
        raise NotImplementedError

    def easier(self, session_id: str, item: int) -> SessionView:
        """A level lower; on the lowest level 30 % fewer repetitions and shorter holds."""
        raise NotImplementedError

    def rate_item(
        self,
        session_id: str,
        item: int,
        *,
        pain: float | None = None,
        effort: float | None = None,
        form_ok: bool | None = None,
    ) -> SessionView:
        """How one exercise went. Values left out stay as they are."""
        raise NotImplementedError

    def stop_item(self, session_id: str, item: int, reason: StopReason, pain: float | None = None) -> Stopped:
        """Stop one exercise: cramp, pain worse, or no pull felt. What was done stays kept; the tests are next."""
        raise NotImplementedError

    def symptom(self, session_id: str, kind: Symptom) -> SessionView:
        """Dizzy, tingling or numb, chest pain, unwell: the session locks, the short screen has to be answered
        (`Screening.open()`), and clearances given before no longer hold."""
        raise NotImplementedError

    def unlock(self, session_id: str) -> SessionView:
        """Go on after the short screen allowed it; otherwise the session is closed as left. Raises NotAllowedError."""
        raise NotImplementedError

    def finish_session(self, session_id: str, pain_after: float | None = None, effort: float | None = None) -> SessionView:
        """End the session. `effort` goes to the items that have none of their own. Can be undone."""
        raise NotImplementedError

    def next_morning(self, session_id: str, pain: float) -> SessionView:
        """Pain on the morning after a session. Can be undone."""
        raise NotImplementedError

    def morning_due(self) -> SessionView | None:
        """The newest session of an earlier day (up to two days back) that has no next-morning pain yet."""
        raise NotImplementedError
