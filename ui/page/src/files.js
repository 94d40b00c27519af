// Hands a file to the person as a download of the browser's own.
export function save(name, bytes, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser fetches it in its own time.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
