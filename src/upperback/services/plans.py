"""The programme in force: made when it has to be, else the kept one."""

from upperback.services.views import Plan


class Plans:
    def plan(self) -> Plan:
        """The programme in force. A new one is made (and kept) when the screen, the findings or the wishes changed, when
        the rules move an exercise a level down or out, or after its week. Raises NotAllowedError or NothingFitsError."""
        raise NotImplementedError
