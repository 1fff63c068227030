package org.roadstead.mach;

import java.util.List;

/**
 * What {@link Bootstrap#lookUp(List)} resulted in.
 *
 * @param code the outcome
 * @param rights a send right for each name in their order, {@link PortRight#NULL} where nothing has the name; empty unless it
 *     succeeded
 * @param allKnown whether there is a right for each name
 */
public record LookUpResult(BootstrapReturn code, List<PortRight> rights, boolean allKnown) {
    /**
     * Takes a copy of the list.
     *
     * @param code the outcome
     * @param rights a send right for each name
     * @param allKnown whether there is a right for each name
     */
    public LookUpResult {
        rights = List.copyOf(rights);
    }
}
