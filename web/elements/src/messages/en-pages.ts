/** Texts that pages around the elements need for what the elements show: tabs and filters. */
export const pages = {
  review: 'To review',
  linked: 'Linked',
  keptApart: 'Kept apart',
  listState: 'Which to show',
  findingState: { open: 'Open', resolved: 'Solved', dismissed: 'Set aside' },
};
