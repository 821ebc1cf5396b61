// The declarations are those of the package; its modules are imported by their files.
declare module "codemirror/lib/codemirror" {
  import CodeMirror = require("codemirror");
  export default CodeMirror;
}
declare module "codemirror/mode/javascript/javascript";
declare module "codemirror/addon/edit/matchbrackets";
declare module "codemirror/addon/edit/closebrackets";
declare module "codemirror/addon/hint/show-hint";
declare module "codemirror/addon/comment/comment";
