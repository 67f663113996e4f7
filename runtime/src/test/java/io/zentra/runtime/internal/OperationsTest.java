package io.zentra.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Operation;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperationsTest {
    /** A key that was used for one of two operations of one code would have been used for the other. */
    @Test
    void noTwoShareACodeOrAName() throws IllegalAccessException {
        List<Operation> all = new ArrayList<>();
        for (Field field : Operations.class.getDeclaredFields()) {
            if (field.getType() == Operation.class) {
                all.add((Operation) field.get(null));
            }
        }

        assertThat(all).hasSizeGreaterThan(30);
        assertThat(all).extracting(Operation::code).doesNotHaveDuplicates();
        assertThat(all).extracting(Operation::name).doesNotHaveDuplicates();
    }
}
