"""Polls: a customer votes in a poll that was sent to them."""

from bridge.actions.delivery import outbox
from bridge.actions.messages import incoming
from bridge.channel import Incoming, Voted
from bridge.described_kinds.facts import fact
from bridge.described_kinds.polls import chosen
from bridge.errors import lazy
from storage.engine.unit_of_work import UnitOfWork
from storage.messages.messages import Message, MessageKind
from storage.team.channels import Channel


async def receive_vote(uow: UnitOfWork, channel: Channel, voted: Voted) -> Message | None:
    """Store a vote as an answer to its poll; None when we did not send the poll or another person votes in it."""
    poll = await _poll(uow, channel, voted)
    if poll is None:
        return None
    options = [option["text"] for option in poll.data["poll"]["options"]]
    text = "\n".join(f"☑ {option}" for option in chosen(options, voted.options))
    taken_back = {"facts": [fact(lazy("The vote was taken back"))]}
    return await incoming.receive(
        uow,
        channel,
        Incoming(
            sender=voted.sender,
            external_id="",
            sent_at=voted.at,
            kind=MessageKind.VOTE,
            text=text,
            data={} if text else taken_back,
            reply_to=poll.external_id,
        ),
    )


async def _poll(uow: UnitOfWork, channel: Channel, voted: Voted) -> Message | None:
    address = await uow.contacts.address_at(channel.id, voted.sender.external_id)
    dialog = await uow.dialogs.of_contact(address.contact_id, channel.id) if address else None
    polls = await uow.messages.polls(dialog.id) if dialog else []
    known = next((poll for poll in polls if poll.data.get("poll_id") == voted.poll_id), None)
    if known is not None or dialog is None:
        return known
    await outbox.await_ids(uow, channel.lane(voted.sender.external_id))
    # A poll whose send result was lost has no stored poll id. When there is only one such poll, the vote belongs to it.
    nameless = [poll for poll in polls if "poll_id" not in poll.data]
    if len(nameless) != 1:
        return None
    nameless[0].data = {**nameless[0].data, "poll_id": voted.poll_id}
    return nameless[0]
