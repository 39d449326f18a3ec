/** What `/embed/mingus-sync.js` brings to a page: the elements, defined, and the client. */
export * from '@mingus-sync/client';
export * from '@mingus-sync/elements';
