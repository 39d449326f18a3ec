/** What `/embed/mingus-sync.js` brings to a page: the client, the first elements, and the others when it shows them. */
export * from '@mingus-sync/client';
export * from '@mingus-sync/elements/on-demand';
