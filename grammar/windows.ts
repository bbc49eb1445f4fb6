/** Sockets that Windows 10 and 11 Pro use; Home uses one. https://learn.microsoft.com/windows-server, "processor socket limit" */
export const WINDOWS_SOCKETS = 2;
