/** What people do: one POST each. A refusal or a broken line is a `Failed` that says why in words. */

import { _ } from "./i18n.js";

class Failed extends Error {}

/** Do `action` ("send", "press", …) as the person with this id. */
export function act(personId, action, body) {
  return post(`/sandbox/people/${personId}/${action}`, body);
}

export async function post(path, body) {
  const answer = await fetch(path, { method: "POST", ...packed(body) }).catch(() => {
    throw new Failed(_("The sandbox does not answer"));
  });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok || said.ok === false)
    throw new Failed(said.error ? _(said.error) : _("The sandbox answered with error {status}", answer));
  return said;
}

function packed({ file, ...fields }) {
  const given = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  if (!file)
    return { headers: { "Content-Type": "application/json" }, body: JSON.stringify(Object.fromEntries(given)) };
  const form = new FormData();
  for (const [name, value] of given) form.append(name, typeof value === "object" ? JSON.stringify(value) : value);
  form.append("file", file, file.name);
  return { body: form };
}
