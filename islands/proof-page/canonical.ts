/** Exclusive XML Canonicalization 1.0 without comments (W3C, 2002) of elements without comments and instructions. */

const ESCAPED: Record<string, string> = {
  "&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;", '"': "&quot;", "\t": "&#x9;", "\n": "&#xA;",
};

export function canonical(element: Element): string {
  const out: string[] = [];
  write(element, new Map(), out);
  return out.join("");
}

function write(element: Element, shown: Map<string, string>, out: string[]): void {
  const used = new Map([[element.prefix ?? "", element.namespaceURI ?? ""]]);
  const attributes = Array.from(element.attributes).filter((one) => one.namespaceURI !== "http://www.w3.org/2000/xmlns/");
  for (const one of attributes) if (one.prefix) used.set(one.prefix, one.namespaceURI ?? "");
  used.delete("xml");
  const here = new Map(shown);
  const declared: string[] = [];
  for (const prefix of [...used.keys()].sort()) {
    const uri = used.get(prefix) ?? "";
    if ((shown.get(prefix) ?? "") === uri) continue;
    here.set(prefix, uri);
    declared.push(` xmlns${prefix ? `:${prefix}` : ""}="${quoted(uri)}"`);
  }
  attributes.sort((one, other) =>
    order(one.namespaceURI ?? "", other.namespaceURI ?? "") || order(one.localName, other.localName));
  out.push("<", element.nodeName, ...declared);
  for (const one of attributes) out.push(" ", one.name, '="', quoted(one.value), '"');
  out.push(">");
  for (const child of element.childNodes) {
    if (child instanceof Element) write(child, here, out);
    else out.push((child.nodeValue ?? "").replace(/[&<>\r]/g, (found) => ESCAPED[found] ?? found));
  }
  out.push("</", element.nodeName, ">");
}

function quoted(text: string): string {
  return text.replace(/[&<"\t\n\r]/g, (found) => ESCAPED[found] ?? found);
}

function order(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
