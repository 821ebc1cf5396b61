export const session = {
  signIn: "Sign in",
  email: "Email address",
  password: "Password",
  name: "Name",
  passwordHint: "At least 12 characters.",
  ended: "Your session has ended",
  endedHint: "Sign in again to continue. What is on the page is kept.",
  signUp: "Accept the invitation",
  signUpHint: "If you have an account, enter its password.",
  accept: "Accept",
  noToken: "The address of this page has no token. Open the link that you received.",
  forgotten: "An operator sets a new password with",
};
