/**
 * What programs of others say of our credentials: jose (JWT) and Digital Bazaar's vc (Data Integrity, status lists).
 * Reads {jwt, credential, documents: {url: document}} from standard input; everything that they may fetch is in it.
 */
import { readFileSync } from "node:fs";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import { createVerifyCryptosuite } from "@digitalbazaar/ecdsa-jcs-2019-cryptosuite";
import { contexts } from "@digitalbazaar/credentials-context";
import * as vc from "@digitalbazaar/vc";
import { checkStatus } from "@digitalbazaar/vc-bitstring-status-list";
import { compactVerify, importJWK } from "jose";

const given = JSON.parse(readFileSync(0, "utf8"));
const [did] = Object.values(given.documents).filter((one) => one.verificationMethod);

function documentLoader(url) {
  const [whole, part] = url.split("#");
  let document = contexts.get(url) ?? given.documents[url] ?? (whole === did.id ? did : undefined);
  if (document === did && part) {
    document = { "@context": "https://w3id.org/security/multikey/v1", ...did.verificationMethod.find((one) => one.id === url) };
  }
  if (!document) throw new Error(`not given: ${url}`);
  return { documentUrl: url, document };
}

async function jwt() {
  const { payload, protectedHeader } = await compactVerify(given.jwt, (header) => {
    const method = did.verificationMethod.find((one) => one.id === header.kid);
    return importJWK(method.publicKeyJwk, header.alg);
  }, { algorithms: ["ES256"] });
  const said = JSON.parse(new TextDecoder().decode(payload));
  return { type: protectedHeader.typ, issuer: said.issuer.id, achievement: said.credentialSubject.achievement.name };
}

async function proof() {
  const suite = () => new DataIntegrityProof({ cryptosuite: createVerifyCryptosuite() });
  const found = await vc.verifyCredential({
    credential: given.credential, suite: suite(), documentLoader,
    checkStatus: (options) => checkStatus({ ...options, suite: suite(), verifyBitstringStatusListCredential: true }),
  });
  const errors = found.error?.errors ?? (found.error ? [found.error] : []);
  return { verified: found.verified, revoked: found.statusResult?.results?.some((one) => one.status), errors: errors.map((one) => `${one.name}: ${one.message} ${one.cause?.message ?? ""}`) };
}

const told = {};
for (const [name, work] of Object.entries({ jwt, proof })) {
  told[name] = await work().catch((error) => ({ refused: `${error.name}: ${error.message}`, stack: error.stack }));
}
console.log(JSON.stringify(told));
