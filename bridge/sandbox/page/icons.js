/** Line icons, 24x24, drawn with the text's colour. */

const PATHS = {
  back: "M15 5l-7 7 7 7",
  check: "M5 12.5l4.5 4.5L19 7.5",
  clip: "M20 11.5l-8.2 8.2a5 5 0 0 1-7.1-7.1l8.6-8.6a3.4 3.4 0 0 1 4.8 4.8l-8.5 8.5a1.7 1.7 0 0 1-2.4-2.4l7.6-7.6",
  clock: "M12 7v5.2l3.2 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z",
  cloud: "M7 18a4 4 0 0 1-.5-7.97 5.5 5.5 0 0 1 10.7 1.07A3.5 3.5 0 0 1 17 18z",
  close: "M6 6l12 12M18 6L6 18",
  commands: "M4 7h16M4 12h16M4 17h16",
  contact: "M12 12.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20a7.5 7.5 0 0 1 15 0",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l4.5 4.5",
  copy: "M9 9h10v11H9zM5 15V4h10",
  delete: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.5 11v5.5M13.5 11v5.5",
  down: "M5 9l7 7 7-7",
  dice: "M5 5h14v14H5zM9 9h.01M15 9h.01M12 12h.01M9 15h.01M15 15h.01",
  edit: "M4 20h4L19 9l-4-4L4 16v4zM13 7l4 4",
  file: "M6 3h8l5 5v13H6zM14 3v5h5",
  forward: "M5 6l7 6-7 6zM13 6l7 6-7 6z",
  keyboard: "M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M7 14h10",
  lightning: "M13 3L5 13.5h6L10 21l8-10.5h-6z",
  link: "M8 16L16 8M9 8h7v7",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
  more: "M12 5.5h.01M12 12h.01M12 18.5h.01",
  people:
    "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 19.5a6.5 6.5 0 0 1 13 0M16 4.8a3.5 3.5 0 0 1 0 6.4M18 14a6.5 6.5 0 0 1 3.5 5.5",
  photo: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9h.01",
  place:
    "M12 21c-4-5-6.5-8-6.5-11.500a6.5 6.5 0 0 1 13 0C18.5 13 16 16 12 21zM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  plus: "M12 5v14M5 12h14",
  poll: "M6 19v-7M12 19V5M18 19v-10",
  reply: "M10 5L4 11l6 6v-4c5 0 8 1.5 10 5 0-6-3-11-10-11z",
  send: "M4 12L3 4l18 8-18 8z M4 12h8",
  smile: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 14.500c1 1.6 2.4 2.3 4 2.300s3-.7 4-2.300M9 9.500h.01M15 9.500h.01",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.500v2M12 19.500v2M4.5 12h-2M21.5 12h-2M6.7 6.700L5.3 5.300M18.7 18.700l-1.4-1.400M6.7 17.300l-1.4 1.400M18.7 5.300l-1.4 1.4",
  ticks: "M2.5 13l4 4L15.5 8M11 16.200l.8.8L20.8 8",
  voice: "M12 3.500a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0v-5a3 3 0 0 0-3-3zM6 11.500a6 6 0 0 0 12 0M12 17.500V21",
  warning: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.500v5.500M12 16.500h.01",
};

const FILLED = {
  pause: "M7 5h3.500v14H7zM13.5 5H17v14h-3.500z",
  play: "M8 5l11 7-11 7z",
  plane: "M3 20.500L21.5 12 3 3.5 3 10l12 2-12 2z",
};

export function icon(name) {
  const picture = svg("svg", { viewBox: "0 0 24 24", class: `icon icon-${name}`, "aria-hidden": "true" });
  const outline = {
    fill: "none",
    stroke: "currentColor",
    "stroke-width": "2",
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
  };
  picture.append(
    FILLED[name] ? svg("path", { d: FILLED[name], fill: "currentColor" }) : svg("path", { d: PATHS[name], ...outline }),
  );
  return picture;
}

export function svg(tag, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}
