// Whether the browser keeps cookies of this page: asked by trying, because some say yes and keep none.
export function kept() {
  const probe = "congdanso-probe=1; SameSite=Strict; Path=/";
  try {
    document.cookie = probe;
    const there = document.cookie.includes("congdanso-probe=1");
    document.cookie = `${probe}; Max-Age=0`;
    return there;
  } catch {
    return false;
  }
}

// Whether there may be a session: the city says it in a cookie without anything in it.
export function mayResume() {
  try {
    return document.cookie.split("; ").some((cookie) => cookie.endsWith("congdanso-in=1"));
  } catch {
    return false;
  }
}
