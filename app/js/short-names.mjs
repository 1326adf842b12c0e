// Gives what the WASM imports from its glue short names, in both: see docs/decisions/0019.
import { readFileSync, writeFileSync } from "node:fs";

const IMPORTS = 2;
/** What wasm-bindgen calls an import: what it does, and a hash. */
const LONG = /^__wb(g|indgen)_/;

/** Takes the WASM and the glue as files, and writes both anew. */
export function shortenNames(wasm, glue) {
  const { bytes, names } = shortened(readFileSync(wasm));
  const words = readFileSync(glue, "utf8").replaceAll(/\w+/g, (word) => {
    const short = names.get(word);
    if (short) names.set(word, { ...short, found: true });
    return short ? short.name : word;
  });
  const lost = [...names].filter(([, short]) => !short.found).map(([long]) => long);
  if (lost.length) throw new Error(`${glue} has none of the imports ${lost.join(", ")}`);
  writeFileSync(wasm, bytes);
  writeFileSync(glue, words);
}

/** The module with its imports renamed, and which name became which. */
function shortened(module) {
  const names = new Map();
  const short = (long) => {
    if (!LONG.test(long)) return long;
    if (!names.has(long)) names.set(long, { name: `_${names.size.toString(36)}`, found: false });
    return names.get(long).name;
  };
  const parts = [module.subarray(0, 8)];
  for (let at = 8; at < module.length; ) {
    const [size, body] = number(module, at + 1);
    const end = body + size;
    if (module[at] === IMPORTS) {
      const imports = renamed(module.subarray(body, end), short);
      parts.push(Buffer.of(IMPORTS), leb(imports.length), imports);
    } else {
      parts.push(module.subarray(at, end));
    }
    at = end;
  }
  return { bytes: Buffer.concat(parts), names };
}

/** The section of the imports with other names. */
function renamed(section, rename) {
  let [count, at] = number(section, 0);
  const parts = [leb(count)];
  for (; count > 0; count--) {
    const [from, afterFrom] = text(section, at);
    const [name, afterName] = text(section, afterFrom);
    at = afterKind(section, afterName);
    parts.push(words(from), words(rename(name)), section.subarray(afterName, at));
  }
  return Buffer.concat(parts);
}

/** Where the description of an import ends: of a function, a table, a memory or a global. */
function afterKind(section, at) {
  const limits = (from) => {
    const [, afterLeast] = number(section, from + 1);
    return section[from] & 1 ? number(section, afterLeast)[1] : afterLeast;
  };
  switch (section[at]) {
    case 0: return number(section, at + 1)[1];
    case 1: return limits(at + 2);
    case 2: return limits(at + 1);
    case 3: return at + 3;
    default: throw new Error(`an import of an unknown kind: ${section[at]}`);
  }
}

/** A number by LEB128, and where the next thing begins. */
function number(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value |= (byte & 127) << shift;
    if (byte < 128) return [value >>> 0, at];
  }
}

function leb(value) {
  const bytes = [];
  do {
    const rest = value >>> 7;
    bytes.push((value & 127) | (rest ? 128 : 0));
    value = rest;
  } while (value);
  return Buffer.from(bytes);
}

function text(bytes, at) {
  const [length, from] = number(bytes, at);
  return [bytes.toString("utf8", from, from + length), from + length];
}

function words(text) {
  const bytes = Buffer.from(text);
  return Buffer.concat([leb(bytes.length), bytes]);
}
