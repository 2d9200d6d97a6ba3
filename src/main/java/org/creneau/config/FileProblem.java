package org.creneau.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file cannot be used, for an operator: Java says it with names of classes. */
public final class FileProblem {

    private FileProblem() {}

    /** In a few words, without the file's name. */
    public static String inWords(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is no such file or folder";
        }
        if (failure instanceof AccessDeniedException) {
            return "no permission";
        }
        if (failure instanceof NotDirectoryException) {
            return "it is in something that is no folder";
        }
        String reason = failure instanceof FileSystemException unusable ? unusable.getReason() : failure.getMessage();
        return reason == null ? "the system does not allow it" : reason;
    }
}
