import { bashScript } from './completion-bash.ts';
import { fishScript } from './completion-fish.ts';
import { powershellScript } from './completion-powershell.ts';
import { zshScript } from './completion-zsh.ts';
import type { Grammar } from './grammar.ts';

/** What each shell is given. In a file of its own beside the built program: no other verb reads any of it. */
export const scripts: Readonly<Record<'bash' | 'zsh' | 'fish' | 'powershell', (grammar: Grammar) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
  powershell: powershellScript,
};
