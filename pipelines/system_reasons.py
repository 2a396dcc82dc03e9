"""Why the system refused a file or a folder, in Vietnamese."""

import errno
import os

_WINDOWS_PATH_LIMIT = 259


def reason_of(error: OSError, windows: bool = os.name == "nt") -> str:
    """Why the system refused, in Vietnamese as far as it is known."""
    path = error.filename
    if windows and error.errno == errno.ENOENT and path and len(os.path.abspath(path)) > _WINDOWS_PATH_LIMIT:
        # Windows says no more than that there is no such path.
        return "đường dẫn quá dài; hãy để thư mục bangdiem ở chỗ ngắn hơn, ví dụ D:\\bangdiem"
    known = {
        errno.EACCES: "không có quyền, hoặc tệp đang mở trong chương trình khác",
        errno.EPERM: "không có quyền",
        errno.EROFS: "ổ đĩa chỉ cho đọc",
        errno.ENOSPC: "hết chỗ trên ổ đĩa",
        errno.EISDIR: "ở đó là một thư mục",
        errno.ENOTDIR: "trên đường dẫn có một tệp nằm ở chỗ của thư mục",
        errno.EEXIST: "ở đó đã có một tệp cùng tên",
        errno.ENOENT: "không có đường dẫn này",
        errno.ENAMETOOLONG: "tên quá dài",
        errno.EINVAL: "tên có ký tự không dùng được",
    }
    return known.get(error.errno or 0) or error.strerror or type(error).__name__
