export const value = 1;
export class OnlyType {}
