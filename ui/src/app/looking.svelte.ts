/** What a list is looked through for, as long as the way back leads to it. */
export class Looking {
  for = $state('');
}
