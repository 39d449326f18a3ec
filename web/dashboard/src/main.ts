import './styles/tokens.css';
import './styles/shell.css';
import './styles/lists.css';
import './styles/forms.css';
import './styles/dialogs.css';
import './styles/parts.css';
import './styles/overview.css';
import './styles/phone.css';
import { buttons } from '@mingus-sync/elements/buttons';
import { surfaces } from '@mingus-sync/elements/theme';
import './shell';

// The pages wear what the elements wear: buttons, cards, chips, blocks.
document.adoptedStyleSheets = [buttons, surfaces].map((styles) => styles.styleSheet!);
