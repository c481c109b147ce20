"""What the operator bot has asked: one open question for each person in each place."""

from storage.inbox.questions import QuestionKind

GROUP, TOPIC, ANNA, MARIA = -1001, 7, 1, 2
KIND = QuestionKind.TRANSFER_COMMENT


async def test_two_who_are_asked_in_one_topic_do_not_answer_for_each_other(database):
    async with database.begin() as uow:
        await uow.questions.ask(GROUP, TOPIC, KIND, uow.now, by=ANNA, dialog_id=1)
        await uow.questions.ask(GROUP, TOPIC, KIND, uow.now, by=MARIA, dialog_id=2)

    async with database.begin() as uow:
        await uow.questions.forget(GROUP, TOPIC, of=MARIA)
    async with database.begin() as uow:
        assert await uow.questions.at(GROUP, TOPIC, of=MARIA) is None
        assert (await uow.questions.at(GROUP, TOPIC, of=ANNA)).data == {"dialog_id": 1, "by": ANNA}


async def test_a_newer_question_to_the_same_person_takes_the_place_of_the_older(database):
    for dialog_id in (1, 2):
        async with database.begin() as uow:
            await uow.questions.ask(GROUP, TOPIC, KIND, uow.now, by=ANNA, dialog_id=dialog_id)

    async with database.begin() as uow:
        assert (await uow.questions.at(GROUP, TOPIC, of=ANNA)).data["dialog_id"] == 2
        assert (await uow.questions.at(GROUP, TOPIC)).data["dialog_id"] == 2
        assert await uow.questions.at(GROUP, None, of=ANNA) is None
