package org.creneau.access;

/** Who acts when it is not the client (guide 5.2): « Ministère », « Partenaire ». */
public enum Provider {
    MINISTRY,
    PARTNER
}
