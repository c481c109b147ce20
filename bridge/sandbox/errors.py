"""Every error the stand-in answers, in one table: the code and the exact text.

The texts are the real server's (its prefix included); `{}` parts are filled at the raise site.
"""

from enum import Enum
from typing import Any

from bridge.sandbox.wire import Json

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
QUERY_TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
OTHER_GET_UPDATES = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


class Reason(Enum):
    """Why a call is refused: the HTTP status and the description."""

    # The request
    NOT_FOUND = 404, "Not Found"
    METHOD_NOT_FOUND = 404, "Not Found: method not found"
    TOKEN_INVALID = 401, "Unauthorized: invalid token specified"
    UNAUTHORIZED = 401, "Unauthorized"
    LOGGED_OUT = 400, "Logged out"
    TOO_LARGE = 413, "Request Entity Too Large"
    TOO_MANY_REQUESTS = 429, "Too Many Requests: retry after {seconds}"
    BROKEN = 500, "Internal Server Error"
    PARAMETER_REQUIRED = 400, 'Bad Request: parameter "{name}" is required'
    CHAT_ID_EMPTY = 400, "Bad Request: chat_id is empty"
    MESSAGE_TEXT_EMPTY = 400, "Bad Request: message text is empty"
    MESSAGE_ID_EMPTY = 400, "Bad Request: message identifier is not specified"
    JSON_MALFORMED = 400, "Bad Request: can't parse {name} JSON object"
    BODY_MALFORMED = 400, "Bad Request: can't parse request: can't parse JSON object"
    MARKUP_MALFORMED = 400, "Bad Request: can't parse reply keyboard markup JSON object"
    MARKUP_NOT_OBJECT = 400, "Bad Request: object expected as reply markup"
    REACTIONS_MALFORMED = 400, "Bad Request: can't parse reaction types JSON object"
    # What only the stand-in says. The word "sandbox" keeps it from being taken for Telegram's answer.
    SANDBOX_LACKS_METHOD = 501, "Not Implemented: the sandbox does not have the method {name} yet"
    SANDBOX_LACKS = 501, "Not Implemented: the sandbox does not have {what} yet"
    SANDBOX_UNKNOWN_PARAMETER = 400, 'Bad Request: the sandbox refuses {method}: it has no parameter "{name}"'
    SANDBOX_WRONG_VALUE = 400, 'Bad Request: the sandbox refuses {method}: wrong value of "{name}": {problem}'

    # Where to
    CHAT_NOT_FOUND = 400, "Bad Request: chat not found"
    USER_DEACTIVATED = 403, "Forbidden: user is deactivated"
    BLOCKED = 403, "Forbidden: bot was blocked by the user"
    NEVER_STARTED = 403, "Forbidden: bot can't initiate conversation with a user"
    TO_A_BOT = 403, "Forbidden: the bot can't send messages to the bot"
    KICKED = 403, "Forbidden: bot was kicked from the {kind} chat"
    NOT_A_MEMBER = 403, "Forbidden: bot is not a member of the {kind} chat"
    GROUP_DELETED = 403, "Forbidden: the group chat was deleted"
    GROUP_UPGRADED = 400, "Bad Request: group chat was upgraded to a supergroup chat"
    NO_RIGHT_TO_SEND = 400, "Bad Request: not enough rights to send {what} to the chat"
    THREAD_NOT_FOUND = 400, "Bad Request: message thread not found"
    EPHEMERAL_GROUPS_ONLY = 400, "Bad Request: ephemeral messages can be sent to group and supergroup chats only"
    EPHEMERAL_RECEIVER = 400, "Bad Request: USER_NOT_PARTICIPANT"
    EPHEMERAL_NO_RIGHT = 400, "Bad Request: CHAT_ADMIN_REQUIRED"
    TOPIC_CLOSED = 400, "Bad Request: TOPIC_CLOSED"
    REPLY_NOT_FOUND = 400, "Bad Request: message to be replied not found"
    USER_NOT_FOUND = 400, "Bad Request: user not found"
    PRIVATE_ONLY = 400, "Bad Request: the method is available only in private chats"
    LEAVE_PRIVATE = 400, "Bad Request: chat member status can't be changed in private chats"
    NO_ADMINISTRATORS = 400, "Bad Request: there are no administrators in the private chat"

    # What is sent
    TEXT_EMPTY = 400, "Bad Request: text must be non-empty"
    TEXT_TOO_LONG = 400, "Bad Request: message is too long"
    RAW_TEXT_TOO_LONG = 400, "Bad Request: text is too long"
    CAPTION_TOO_LONG = 400, "Bad Request: message caption is too long"
    PARSE_MODE = 400, "Bad Request: unsupported parse_mode"
    ENTITIES = 400, "Bad Request: can't parse entities: {problem}"
    BUTTON_UNALLOWED = (
        400,
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    )
    BUTTON_STYLE = 400, "Bad Request: can't parse inline keyboard button: invalid button style specified"
    KEY_STYLE = 400, "Bad Request: can't parse keyboard button: invalid button style specified"
    BUTTON_EMPTY = 400, "Bad Request: inline keyboard button text must be non-empty"
    BUTTON_DATA_INVALID = 400, "Bad Request: BUTTON_DATA_INVALID"
    BUTTON_URL_INVALID = 400, "Bad Request: BUTTON_URL_INVALID"
    BUTTON_COPY_TEXT_INVALID = 400, "Bad Request: BUTTON_COPY_TEXT_INVALID"
    BUTTON_TYPE_INVALID = 400, "Bad Request: BUTTON_TYPE_INVALID"
    INLINE_EXPECTED = 400, "Bad Request: inline keyboard expected"
    MARKUP_TOO_LONG = 400, "Bad Request: reply markup is too long"
    WEB_APP_PRIVATE_ONLY = 400, "Bad Request: web App buttons can be used in private chats only"
    PHONE_PRIVATE_ONLY = 400, "Bad Request: phone number can be requested in private chats only"
    FILE_WRONG = 400, "Bad Request: wrong file identifier/HTTP URL specified"
    FILE_WRONG_ID = 400, "Bad Request: wrong file_id or the file is temporarily unavailable"
    FILE_MISSING = 400, "Bad Request: there is no {kind} in the request"
    FILE_EMPTY = 400, "Bad Request: file must be non-empty"
    FILE_KIND = 400, "Bad Request: type of file mismatch"
    FILE_TOO_BIG = 400, "Bad Request: file is too big"
    FILE_URL_FAILED = 400, "Bad Request: failed to get HTTP URL content"
    PHOTO_DIMENSIONS = 400, "Bad Request: PHOTO_INVALID_DIMENSIONS"
    PHOTO_BROKEN = 400, "Bad Request: IMAGE_PROCESS_FAILED"
    ALBUM_EMPTY = 400, "Bad Request: there are no messages to send"
    ALBUM_TOO_LONG = 400, "Bad Request: too many messages to send as an album"
    ALBUM_MIXED = 400, "Bad Request: {kind} can't be mixed with other media types"
    ALBUM_ITEM = 400, 'Bad Request: failed to send message #{number} with the error message "{problem}"'
    DRAFT_ID = 400, "Bad Request: draft identifier must be non-zero"
    CHAT_ACTION = 400, "Bad Request: wrong parameter action in request"
    LIVE_PERIOD = 400, "Bad Request: wrong live location period specified"
    DICE_EMOJI = 400, "Bad Request: wrong dice emoji specified"
    POLL_OPTIONS = 400, "Bad Request: poll must have at least {least} answer options"
    POLL_QUESTION = 400, "Bad Request: poll question must be non-empty"

    # What is already there
    EDIT_NOT_FOUND = 400, "Bad Request: message to edit not found"
    EDIT_NOT_MODIFIED = 400, NOT_MODIFIED
    EDIT_UNUSABLE = 400, "Bad Request: MESSAGE_ID_INVALID"
    EDIT_FORBIDDEN = 400, "Bad Request: message can't be edited"
    EDIT_MEDIA_FORBIDDEN = 400, "Bad Request: message media can't be edited"
    EDIT_NO_TEXT = 400, "Bad Request: there is no text in the message to edit"
    EDIT_NOT_LIVE = 400, "Bad Request: there is no live location in the message to edit"
    EDIT_NO_CAPTION = 400, "Bad Request: there is no caption in the message to edit"
    EDIT_ALBUM_KIND = 400, "Bad Request: can't change media type in the album"
    DELETE_NOT_FOUND = 400, "Bad Request: message to delete not found"
    DELETE_FORBIDDEN = 400, "Bad Request: message can't be deleted"
    DELETE_TOO_OLD = 400, "Bad Request: message can't be deleted for everyone"
    COPY_NOT_FOUND = 400, "Bad Request: message to copy not found"
    COPY_FORBIDDEN = 400, "Bad Request: message can't be copied"
    FORWARD_NOT_FOUND = 400, "Bad Request: message to forward not found"
    FORWARD_FORBIDDEN = 400, "Bad Request: message can't be forwarded"
    FORWARD_NOTHING = 400, "Bad Request: messages can't be forwarded"
    FORWARD_PROTECTED = 400, "Bad Request: message has protected content and can't be forwarded"
    TOO_MANY_IDS = 400, "Bad Request: too many message identifiers specified"
    NO_IDS = 400, "Bad Request: message identifiers are not specified"
    IDS_ORDER = 400, "Bad Request: message identifiers must be in a strictly increasing order"
    REACT_NOT_FOUND = 400, "Bad Request: message to react not found"
    REACTION_INVALID = 400, "Bad Request: REACTION_INVALID"
    REACTIONS_TOO_MANY = 400, "Bad Request: REACTIONS_TOO_MANY"
    PIN_NOT_FOUND = 400, "Bad Request: message to pin not found"
    UNPIN_NOT_FOUND = 400, "Bad Request: message to unpin not found"
    PIN_NO_RIGHT = 400, "Bad Request: not enough rights to manage pinned messages in the chat"
    QUERY_INVALID = 400, QUERY_TOO_OLD
    ANSWER_TOO_LONG = 400, "Bad Request: MESSAGE_TOO_LONG"
    RESULTS_TOO_MANY = 400, "Bad Request: RESULTS_TOO_MUCH"
    RESULT_ID_EMPTY = 400, "Bad Request: RESULT_ID_EMPTY"
    RESULT_ID_INVALID = 400, "Bad Request: RESULT_ID_INVALID"
    RESULT_ID_DUPLICATE = 400, "Bad Request: RESULT_ID_DUPLICATE"
    NEXT_OFFSET_INVALID = 400, "Bad Request: NEXT_OFFSET_INVALID"
    ARTICLE_TITLE_EMPTY = 400, "Bad Request: ARTICLE_TITLE_EMPTY"
    FILE_TITLE_EMPTY = 400, "Bad Request: FILE_TITLE_EMPTY"
    SWITCH_TEXT_EMPTY = 400, "Bad Request: SWITCH_PM_TEXT_EMPTY"
    START_PARAMETER_EMPTY = 400, "Bad Request: START_PARAM_EMPTY"
    START_PARAMETER_INVALID = 400, "Bad Request: START_PARAM_INVALID"

    # Topics
    NOT_A_FORUM = 400, "Bad Request: the chat is not a forum"
    NOT_A_SUPERGROUP_FORUM = 400, "Bad Request: the chat is not a supergroup forum"
    TOPIC_NAME_EMPTY = 400, "Bad Request: name must be non-empty"
    TOPIC_COLOR = 400, "Bad Request: invalid icon color specified"
    TOPIC_ICON = 400, "Bad Request: DOCUMENT_INVALID"
    TOPIC_ID = 400, "Bad Request: invalid forum topic identifier specified"
    TOPIC_ID_INVALID = 400, "Bad Request: TOPIC_ID_INVALID"
    TOPIC_NOT_MODIFIED = 400, "Bad Request: TOPIC_NOT_MODIFIED"
    TOPIC_NO_RIGHT = 400, "Bad Request: not enough rights to {what}"

    # Updates and settings
    POLL_TERMINATED = 409, OTHER_GET_UPDATES
    POLL_TERMINATED_BY_WEBHOOK = 409, "Conflict: terminated by setWebhook request"
    POLL_UNDER_WEBHOOK = 409, WEBHOOK_ACTIVE
    WEBHOOK_HTTPS = 400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
    WEBHOOK_PORT = 400, "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"
    WEBHOOK_RESERVED = 400, "Bad Request: bad webhook: IP address {address} is reserved"
    WEBHOOK_URL = 400, "Bad Request: invalid webhook URL specified"
    SECRET_TOO_LONG = 400, "Bad Request: secret token is too long"
    SECRET_CHARACTERS = 400, "Bad Request: secret token contains unallowed characters"
    COMMAND_EMPTY = 400, "Bad Request: command must be non-empty"
    COMMAND_DESCRIPTION_EMPTY = 400, "Bad Request: command description must be non-empty"
    PROFILE_TOO_LONG = 400, "Bad Request: {part} is too long"
    COMMAND_INVALID = 400, "Bad Request: BOT_COMMAND_INVALID"

    def __init__(self, code: int, text: str) -> None:
        self.code = code
        self.text = text


class Refused(Exception):
    """The Bot API's answer is an error. `parameters` is its machine-readable part."""

    def __init__(self, reason: Reason, parameters: Json | None = None, **values: Any) -> None:
        self.reason = reason
        self.parameters = parameters
        self.description = reason.text.format(**values) if values else reason.text
        super().__init__(self.description)

    def wire(self) -> Json:
        answer: Json = {"ok": False, "error_code": self.reason.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def too_many_requests(seconds: int) -> Refused:
    return Refused(Reason.TOO_MANY_REQUESTS, {"retry_after": seconds}, seconds=seconds)


class NotPossible(Exception):
    """A person tried what the app would not let them do; the text is a sentence for them."""
