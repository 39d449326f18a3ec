/** A question that has to be answered before something goes on. The browser's own dialog: focus, Escape, backdrop. */
import { html, nothing, render } from 'lit';

export interface Question {
  title: string;
  text: string;
  yes: string;
  no: string;
  /** A second choice, smaller than the answer itself. */
  option?: string;
  /** The answer cannot be taken back. */
  isFinal?: boolean;
  /** What has to be typed before the answer counts, and how it is asked for. */
  word?: string;
  wordLabel?: string;
}

/** Answers `false` for no, else whether the option was chosen beside the yes. */
export function ask(question: Question): Promise<false | { option: boolean }> {
  const dialog = document.createElement('dialog');
  dialog.className = 'ask';
  dialog.setAttribute('aria-labelledby', 'ask-title');
  let isChosen = false;
  render(
    html`<form method="dialog">
      <h2 id="ask-title">${question.title}</h2>
      <p>${question.text}</p>
      ${question.option
        ? html`<label class="check"
            ><input
              type="checkbox"
              @change=${(event: Event) => (isChosen = (event.target as HTMLInputElement).checked)}
            /><span>${question.option}</span></label
          >`
        : nothing}
      ${question.word
        ? html`<label class="field"
            ><span>${question.wordLabel}</span
            ><input required pattern=${question.word} autocomplete="off" autocapitalize="none" spellcheck="false"
          /></label>`
        : nothing}
      <div class="ask-actions">
        <button class="button" value="no" formnovalidate autofocus>${question.no}</button>
        <button class="button ${question.isFinal ? 'danger' : 'primary'}" value="yes">${question.yes}</button>
      </div>
    </form>`,
    dialog,
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((answer) =>
    dialog.addEventListener(
      'close',
      () => {
        dialog.remove();
        answer(dialog.returnValue === 'yes' ? { option: isChosen } : false);
      },
      { once: true },
    ),
  );
}
