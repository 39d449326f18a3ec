/** Texts for whoever is not signed in. */
import { texts } from './en';

export const signIn = {
  signInTitle: 'Sign in',
  signInLead: 'This server shows accounts to whoever runs it.',
  setupTitle: 'Set a password',
  setupLead: 'Nobody has signed in here yet. The server printed a secret when it started: it opens this page once.',
  signInOff: 'Nobody signs in here: whoever runs this server has switched it off (Auth__Login__Enabled).',
  setupSecret: 'Secret',
  setupSecretHint: 'It ends half an hour after the start; a restart prints another.',
  signInName: 'Name',
  signInPassword: 'Password',
  setupPassword: 'New password',
  setupPasswordHint: 'Twelve characters at least; a few words are good.',
  signInButton: 'Sign in',
  setupButton: 'Set it and sign in',
  signInProvider: 'Sign in at the identity provider',
  signInProviderRefused: 'The identity provider did not say that it is somebody who may sign in here.',
  signInRefused: 'Not signed in. See what is marked.',
};

Object.assign(texts, signIn);
