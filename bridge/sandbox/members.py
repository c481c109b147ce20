"""Members of groups and what they may do."""

from __future__ import annotations

from dataclasses import dataclass, field

from bridge.sandbox.accounts import Account
from bridge.sandbox.wire import Json

_ADMIN_RIGHTS = (
    "can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members can_promote_members "
    "can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories "
    "can_send_welcome_messages can_pin_messages can_manage_topics can_manage_tags"
)
_SEND_RIGHTS = (
    "can_send_messages can_send_audios can_send_documents can_send_photos can_send_videos can_send_video_notes "
    "can_send_voice_notes can_send_polls can_send_other_messages can_add_web_page_previews can_react_to_messages "
    "can_edit_tag can_change_info can_invite_users can_pin_messages can_manage_topics"
)
ADMIN_RIGHTS = _ADMIN_RIGHTS.split()
SEND_RIGHTS = _SEND_RIGHTS.split()
ALL_ADMIN_RIGHTS = frozenset(ADMIN_RIGHTS)
ORDINARY_RIGHTS = frozenset(SEND_RIGHTS) - {"can_change_info", "can_pin_messages", "can_manage_topics"}
INSIDE = frozenset({"creator", "administrator", "member", "restricted"})


@dataclass(eq=False)
class Member:
    """`status` is the Bot API's word; `rights` are what an administrator has or a restricted member is left with."""

    account: Account
    status: str = "member"
    rights: frozenset[str] = field(default=ORDINARY_RIGHTS)
    # An administrator who writes in the name of the group.
    is_anonymous: bool = False

    @property
    def is_inside(self) -> bool:
        return self.status in INSIDE

    @property
    def is_admin(self) -> bool:
        return self.status in ("creator", "administrator")

    def may(self, right: str) -> bool:
        """Whether the member has this administrator's right."""
        return self.status == "creator" or (self.is_inside and right in self.rights)

    def may_send(self, right: str) -> bool:
        return self.is_admin or self.status == "member" or (self.status == "restricted" and right in self.rights)

    def wire(self) -> Json:
        member: Json = {"status": self.status, "user": self.account.wire}
        match self.status:
            case "creator":
                return member | {"is_anonymous": self.is_anonymous}
            case "administrator":
                rights = {right: right in self.rights for right in ADMIN_RIGHTS}
                return member | {"can_be_edited": False, "is_anonymous": self.is_anonymous} | rights
            case "restricted":
                rights = {right: right in self.rights for right in SEND_RIGHTS}
                return member | {"is_member": True, "until_date": 0} | rights
            case "kicked":
                return member | {"until_date": 0}
        return member
