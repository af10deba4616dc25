export class Exported {}
export interface Shape {
  name: string;
}
