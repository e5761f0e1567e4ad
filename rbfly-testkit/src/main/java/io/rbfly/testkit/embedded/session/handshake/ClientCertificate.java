package io.rbfly.testkit.embedded.session.handshake;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;

/** The certificate with which a client proved its identity on an encrypted connection, if it did. */
final class ClientCertificate {
    private final Channel channel;

    ClientCertificate(Channel channel) {
        this.channel = channel;
    }

    boolean isEncrypted() {
        return channel.pipeline().get(SslHandler.class) != null;
    }

    /** The common name in the certificate. */
    Optional<String> commonName() {
        SslHandler handler = channel.pipeline().get(SslHandler.class);
        if (handler == null) {
            return Optional.empty();
        }
        try {
            X509Certificate certificate =
                    (X509Certificate) handler.engine().getSession().getPeerCertificates()[0];
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .map(Object::toString)
                            .findFirst();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty(); // it has none, or the broker does not ask for it
        } catch (InvalidNameException e) {
            throw new IllegalStateException("the JDK wrote a name that it cannot read", e);
        }
    }
}
