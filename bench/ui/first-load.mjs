/** What a browser that never was here loads before the overview stands: bytes as they are sent. */
export async function firstLoad(browser, url) {
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    const session = await page.createCDPSession();
    await session.send('Network.enable');
    const asked = new Map();
    const sent = { files: 0, answers: 0, requests: 0 };
    session.on('Network.requestWillBeSent', ({ requestId, request }) => asked.set(requestId, new URL(request.url)));
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const address = asked.get(requestId);
      if (!address?.protocol.startsWith('http')) return;
      sent.requests++;
      sent[address.pathname.startsWith('/api/') ? 'answers' : 'files'] += encodedDataLength;
    });
    await page.goto(url, { waitUntil: 'networkidle2', timeout: 120_000 });
    await page.waitForSelector('mingus-accounts');
    return sent;
  } finally {
    await context.close();
  }
}
