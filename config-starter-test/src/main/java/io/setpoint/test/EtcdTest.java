package io.setpoint.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class an etcd of its own, which is started before the application context
 * and closed after it: a real one if this machine has one, else one in the JVM. The log
 * says which. The application finds it: {@code setpoint.etcd.endpoints} is set in time
 * for {@code spring.config.import}, and {@code setpoint.enabled} is {@code true}, before
 * the files of the application and the environment are looked at, and after what the test
 * itself sets (inlined properties and arguments). Test methods and constructors can have
 * a parameter of type {@link Etcd}, or of the type that the {@link #mode()} fixes:
 * {@link EtcdServer}, {@link EtcdCluster} or {@link EtcdInMemory}; fields can be
 * {@code @Autowired} where the test has an application context.
 *
 * <pre class="code">
 * &#064;EtcdTest(put = "/config/checkout/pricing/discount-percent=15")
 * &#064;SpringBootTest(properties = "spring.config.import=etcd:/config/checkout/")
 * class CheckoutTests {
 *
 * 	&#064;Test
 * 	void appliesDiscount(&#064;Autowired Live&lt;PricingProperties&gt; pricing, Etcd etcd) {
 * 		...
 * 	}
 *
 * }
 * </pre>
 *
 * For TLS, authentication or other settings register an {@link EtcdExtension} instead.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(EtcdExtension.class)
public @interface EtcdTest {

	/**
	 * What the etcd is.
	 * @return the mode
	 */
	Mode mode() default Mode.ANY;

	/**
	 * The number of members: 1 for a single one, 3 for an {@link EtcdCluster}, which is
	 * always a real one.
	 * @return the number
	 */
	int members() default 1;

	/**
	 * What is put before the application starts, as {@code key=value}.
	 * @return the keys and values
	 */
	String[] put() default {};

	/**
	 * What an etcd is.
	 */
	enum Mode {

		/**
		 * An {@link EtcdServer} if there is an {@linkplain EtcdBinary#find() etcd
		 * binary}, else an {@link EtcdInMemory}.
		 */
		ANY,

		/**
		 * A real one: the test fails where there is no binary. Whoever causes faults, or
		 * needs authentication or TLS, wants this one.
		 */
		REAL,

		/**
		 * The one in the JVM, wherever the test runs.
		 */
		IN_MEMORY

	}

}
