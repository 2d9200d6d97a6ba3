package org.creneau;

import java.io.PrintStream;
import java.util.Set;
import org.creneau.embedded.DemoData;
import org.creneau.embedded.DemoPartner;

/** What somebody who just started Créneau for the first time wants to know. */
final class Welcome {

    private Welcome() {}

    static void print(PrintStream out, int httpPort, int managementPort, Set<String> pages, boolean demoAccount) {
        String api = "http://localhost:" + httpPort + "/api/v1";
        out.printf("%nCréneau serves %s   health and metrics: http://localhost:%d%n", api, managementPort);
        if (pages.contains("/mail")) {
            out.printf("No mail is sent; what would be is shown at http://localhost:%d/mail%n", managementPort);
        }
        if (demoAccount) {
            out.printf(
                    """

                    A demo offer is loaded. Demo account: %1$s, password %2$s
                    Demo employees, with the same password: %5$s and %6$s (manager and agent of the ministry),
                    %7$s (manager of a partner)
                    Demo partner's system: %8$s, secret %9$s, at http://localhost:%10$d/oauth/token
                    The first booking, ready to paste:

                    TOKEN=$(curl -s %3$s/auth/login -H 'Content-Type: application/json' \\
                      -d '{"userCode":"%1$s","password":"%2$s"}' | sed 's/.*"accessToken":"\\([^"]*\\)".*/\\1/')
                    SLOT=$(curl -s '%3$s/slots?type=%4$s&available=true&limit=1' \\
                      | sed 's/{"items":\\[{"id":"\\([^"]*\\)".*/\\1/')
                    curl -i %3$s/bookings -H "Authorization: Bearer $TOKEN" \\
                      -H 'Content-Type: application/json' -d "{\\"slotId\\":\\"$SLOT\\"}"

                    """,
                    DemoData.USER_CODE,
                    DemoData.PASSWORD,
                    api,
                    DemoData.MOVABLE_TYPE,
                    DemoData.MINISTRY_MANAGER,
                    DemoData.MINISTRY_AGENT,
                    DemoData.PARTNER_MANAGER,
                    DemoPartner.ID,
                    DemoPartner.SECRET,
                    httpPort);
        }
        out.flush();
    }
}
