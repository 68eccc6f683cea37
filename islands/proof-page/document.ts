/** A document that carries signatures: its shape, its canonical form, its parts by Id. The same rules as the server's. */

import { sha256, utf8 } from "./bytes";
import { canonical } from "./canonical";

export const DS = "http://www.w3.org/2000/09/xmldsig#";
export const XADES = "http://uri.etsi.org/01903/v1.3.2#";
const ID = /^[A-Za-z_][A-Za-z0-9_.-]{0,79}$/;
const MOST_PARTS = 400, DEEPEST = 256;

/** The document cannot be one that was signed: `code` says why, `part` where. */
export class Unfit extends Error {
  readonly code: string;
  readonly part: string;
  readonly what: string;

  constructor(code: string, part = "", what = "") {
    super(code);
    this.code = code;
    this.part = part;
    this.what = what;
  }
}

export class SignedDocument {
  readonly content: Element;
  readonly sections = new Map<string, Element>();
  readonly signatures = new Map<string, Element>();
  private readonly digests = new Map<string, Promise<Uint8Array>>();

  /** Throws `Unfit`. */
  constructor(bytes: Uint8Array) {
    const text = decoded(bytes);
    if (/<!|<\?|\0/.test(text)) throw new Unfit("forbidden_markup");
    const root = parsed(text);
    if (isDeep(root)) throw new Unfit("not_xml");
    if (canonical(root) !== text) throw new Unfit("not_canonical");
    const [content, container, ...more] = root.children;
    if (!content || !container || more.length || root.attributes.length > declarations(root)) throw outside(root);
    if (container.attributes.length > declarations(container)) throw outside(container);
    for (const one of [root, content, container]) {
      if (Array.from(one.childNodes).some((child) => !(child instanceof Element))) throw outside(one);
    }
    this.content = content;
    for (const one of content.children) this.sections.set(idOf(one, container), one);
    for (const one of container.children) this.signatures.set(idOf(one, container), one);
    this.refuseAmbiguity(container);
  }

  get contentId(): string {
    return this.content.getAttribute("Id") ?? "";
  }

  get parts(): string[] {
    return [this.contentId, ...this.sections.keys()];
  }

  element(part: string): Element | undefined {
    return part === this.contentId ? this.content : this.sections.get(part) ?? this.signatures.get(part);
  }

  /** SHA-256 of a part's canonical form, or undefined where there is no such part. */
  digest(part: string): Promise<Uint8Array> | undefined {
    const element = this.element(part);
    if (element && !this.digests.has(part)) this.digests.set(part, sha256(utf8(canonical(element))));
    return this.digests.get(part);
  }

  private refuseAmbiguity(container: Element): void {
    idOf(this.content, container);
    const own = [this.content, ...this.content.children, ...container.children].map((one) => one.getAttribute("Id") ?? "");
    if (own.length > MOST_PARTS) throw new Unfit("too_large");
    const named = [...own, ...Array.from(this.signatures.keys(), (id) => `${id}-props`)];
    const repeated = named.find((id, place) => named.indexOf(id) !== place);
    if (repeated !== undefined) throw new Unfit("duplicate_id", repeated);
    for (const one of [this.content, ...this.content.children]) {
      if (Array.from(one.attributes).some(otherId)) throw new Unfit("outside_scope", one.getAttribute("Id") ?? "", "id");
    }
    for (const [part, section] of this.sections) {
      for (const one of section.querySelectorAll("*")) refuseHidden(one, part, named);
    }
  }
}

/** Inside a section nothing may carry an Id or be a signature: a reference could be led astray to it. */
function refuseHidden(element: Element, part: string, taken: string[]): void {
  if (element.namespaceURI === DS || element.namespaceURI === XADES) throw new Unfit("outside_scope", part, label(element));
  for (const one of element.attributes) {
    if (!isId(one) && !otherId(one)) continue;
    throw taken.includes(one.value) ? new Unfit("duplicate_id", one.value) : new Unfit("outside_scope", one.value || part, one.name);
  }
}

function idOf(element: Element, container: Element): string {
  const own = element.getAttribute("Id") ?? "";
  if (!ID.test(own)) throw outside(element);
  const signature = element.namespaceURI === DS && element.localName === "Signature";
  if (signature !== (element.parentNode === container)) throw new Unfit("outside_scope", own, label(element));
  return own;
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Unfit("not_xml");
  }
}

function parsed(text: string): Element {
  const found = new DOMParser().parseFromString(text, "application/xml");
  if (found.getElementsByTagName("parsererror").length) throw new Unfit("not_xml");
  return found.documentElement;
}

function declarations(element: Element): number {
  return Array.from(element.attributes).filter((one) => one.namespaceURI === "http://www.w3.org/2000/xmlns/").length;
}

function isId(one: Attr): boolean {
  return one.namespaceURI === null && one.name === "Id";
}

function otherId(one: Attr): boolean {
  return one.localName.toLowerCase() === "id" && !isId(one);
}

function label(element: Element): string {
  return `<${element.localName}>`;
}

function outside(element: Element): Unfit {
  return new Unfit("outside_scope", "", label(element));
}

/** Deeper than the server's reader goes; some browsers go on, and what comes after is recursive. */
function isDeep(root: Element): boolean {
  let node: Element | null = root, depth = 1;
  while (node) {
    if (depth > DEEPEST) return true;
    if (node.firstElementChild) {
      node = node.firstElementChild;
      depth++;
      continue;
    }
    while (node && node !== root && !node.nextElementSibling) {
      node = node.parentElement;
      depth--;
    }
    node = node && node !== root ? node.nextElementSibling : null;
  }
  return false;
}
