// Verifies messages with the library of the Standard Webhooks specification, as a receiver does.
// node verify.mjs FILE reads a JSON object a line, {headers, body, secret}, its body in base64, and prints a line each:
// "ok", or why it was refused.
import { readFileSync } from "node:fs";
import { Webhook } from "standardwebhooks";

for (const line of readFileSync(process.argv[2], "utf8").trim().split("\n")) {
  const { headers, body, secret } = JSON.parse(line);
  try {
    const seen = new Webhook(secret).verify(Buffer.from(body, "base64"), headers);
    console.log(typeof seen.type === "string" ? "ok" : "not the message");
  } catch (refused) {
    console.log(`${refused.name}: ${refused.message}`);
  }
}
