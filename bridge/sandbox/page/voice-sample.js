/** Two seconds of humming as a WAV file, so that voice messages can be tried without a microphone. */

const RATE = 8000;
const SECONDS = 2;
const HEADER = 44;

export function sampleVoice() {
  const length = RATE * SECONDS;
  const view = new DataView(new ArrayBuffer(HEADER + length * 2));
  header(view, length * 2);
  for (let at = 0; at < length; at += 1) view.setInt16(HEADER + at * 2, hum(at / RATE) * 9000, true);
  return new File([view], "voice.wav", { type: "audio/wav" });
}

function hum(seconds) {
  const syllable = Math.max(0, Math.sin(seconds * Math.PI * 3));
  return syllable * (Math.sin(seconds * 2 * Math.PI * 165) + 0.4 * Math.sin(seconds * 2 * Math.PI * 330));
}

/** RIFF header of 16-bit mono PCM. */
function header(view, bytes) {
  const words = [["RIFF", 36 + bytes], ["WAVE"], ["fmt ", 16]];
  let at = 0;
  for (const [name, number] of words) {
    for (const letter of name) view.setUint8(at++, letter.charCodeAt(0));
    if (number !== undefined) (view.setUint32(at, number, true), (at += 4));
  }
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  [..."data"].forEach((letter, index) => view.setUint8(36 + index, letter.charCodeAt(0)));
  view.setUint32(40, bytes, true);
}
