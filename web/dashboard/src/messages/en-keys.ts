/** Texts of the list of keys. */
import { texts } from './en';

export const keys = {
  keysTitle: 'Keys',
  keysClose: 'Close',
  keysOff: 'Single keys are switched off. Switch them on in the settings.',
  keys: [
    ['?', 'Show this list'],
    ['/', 'Search transactions'],
    ['s', 'Sync what is shown'],
    ['g o', 'Go to the overview'],
    ['g d', 'Go to duplicates'],
    ['g f', 'Go to findings'],
    ['g b', 'Go to banks'],
    ['g a', 'Go to activity'],
    ['g i', 'Go to insights'],
    ['g s', 'Go to settings'],
  ] as [string, string][],
};

Object.assign(texts, keys);
