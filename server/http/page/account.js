// The code of a mailed link stands behind its "#", which browsers send to nobody: put it into the form, and take it
// out of the address, so that it stays in no history either.
const code = location.hash.slice(1);
if (/^[\w-]{16,256}$/.test(code)) {
  document.getElementById("code").value = code;
  history.replaceState(null, "", location.pathname);
  document.getElementById("password").focus();
}
